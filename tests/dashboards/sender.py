"""Webhooks as a provider delivers them, signed."""

import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request

SIGNATURE_KEY = "story-signature-key"


class Sender:
    """Tells the exporter of a stack what webhooks would. `numbers` and `businesses` are, where they are known, name of the
    account -> id of its number, of its business account. Each delivery has `patience` seconds."""

    def __init__(self, stack, numbers=None, businesses=None, patience=30):
        self.stack = stack
        self.numbers = numbers or {}
        self.businesses = businesses or {}
        self.patience = patience
        self.sent = 0

    def message(self, code):
        self.sent += 1
        moment = int(time.time()) - self.sent % 4
        status = {"id": f"wamid.story-{self.sent}", "timestamp": str(moment), "recipient_id": "491700000000",
                  "status": "failed" if code else "sent"}
        return status | ({"errors": [{"code": code, "title": "story"}]} if code else {})

    def deliver(self, name, statuses, key=SIGNATURE_KEY):
        value = {"messaging_product": "whatsapp", "statuses": statuses}
        if name in self.numbers:  # else a message would count for every number of the business account
            value["metadata"] = {"phone_number_id": self.numbers[name]}
        return self.event(name, "messages", value, key)

    def event(self, name, field, value, key=SIGNATURE_KEY):
        body = json.dumps({"object": "whatsapp_business_account", "entry": [
            {"id": self.businesses.get(name, "1"), "time": int(time.time()),
             "changes": [{"field": field, "value": value}]}]}).encode()
        signature = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
        return self.post(f"/webhook/{name}", body, {"X-Hub-Signature-256": f"sha256={signature}"})

    def post(self, path, body, headers):
        request = urllib.request.Request(self.stack.url("exporter", path), data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=self.patience) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
