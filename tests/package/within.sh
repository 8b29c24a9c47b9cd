# What is tried within a machine that tests/package/boot boots, whatever the service came with: sourced there.
# shellcheck shell=bash

unit=waba_exporter.service
config=/etc/waba_exporter/waba_exporter.toml

try() {
  local what=$1 said
  shift
  if said=$("$@" 2>&1); then
    echo "ok      $what"
  else
    echo "FAILED  $what"
    echo "$said" | tail -n 20 | sed 's/^/        /'
  fi
}
show() { systemctl show --property "$1" --value $unit; }
is() { [ "$1" = "$2" ] || { echo "is '$1', not '$2'"; systemctl status --no-pager $unit; return 1; }; }
get() { curl -sS -o /dev/null -w '%{http_code}' "http://127.0.0.1:10360$1"; }
# soon COMMAND...: within half a minute.
soon() {
  local i
  for ((i = 0; i < 150; i++)); do "$@" >/dev/null 2>&1 && return; sleep 0.2; done
  "$@"
}
shows() { is "$(show "$1")" "$2"; }
status_of() { awk -v name="$1:" '$1 == name {print $2}' "/proc/$(show MainPID)/status"; }
within_unit() { nsenter --target "$(show MainPID)" --mount --setuid "$(id -u waba-exporter)" --setgid "$(id -g waba-exporter)" "$@"; }
# Even root could not write there: it is not for the lack of permissions.
read_only_within() {
  local said
  said=$(nsenter --target "$(show MainPID)" --mount touch "$1/x" 2>&1)
  is "${said##*: }" "Read-only file system"
}
cannot() { ! "$@"; }
# Another process than $before.
another_runs() { [ "$(show MainPID)" != "$before" ] && [ "$(show MainPID)" != 0 ] && [ "$(systemctl is-active $unit)" = active ]; }

# try_service: its restraints, a reload, its secrets.
try_service() {
  local folder
  try "is active once it serves" is "$(systemctl is-active $unit)" active
  try "serves" is "$(get /-/ready)" 200
  try "says how many accounts" shows StatusText "0 accounts"
  try "has no capability" is "$(status_of CapBnd)" 0000000000000000
  try "has a filter of system calls" is "$(status_of Seccomp)" 2
  try "cannot get new privileges" is "$(status_of NoNewPrivs)" 1
  try "may write to its folder" within_unit touch /var/lib/waba_exporter/x
  for folder in /etc/waba_exporter /var/lib /usr /home /run; do
    try "nobody within may write to $folder" read_only_within $folder
  done
  try "its database is its own" is "$(stat -c '%U %a' /var/lib/waba_exporter/waba_exporter.db)" "waba-exporter 600"
  try "exposure" systemd-analyze security --no-pager --threshold=20 $unit

  sed -i 's|^kind = "360dialog"|&\nbase_url = "http://127.0.0.1:9"|' $config
  try "a key, as the page says" bash -e /root/the-key <<<keyOfAShop_AK1
  try "reloads" systemctl reload $unit
  try "and has the account" soon shows StatusText "1 account"
  cp $config /root/good
  echo '[oops' >>$config
  try "a reload with a mistake leaves it as it was" systemctl reload $unit
  try "and says so" soon shows StatusText "1 account; the last reload changed nothing"
  try "and is active" is "$(systemctl is-active $unit)" active
  cp /root/good $config

  echo keyOfAShop_AK2 >/etc/waba_exporter/credentials/hamburg
  printf '[[account]]\nname = "hamburg-shop"\napi_key_credential = "secret_hamburg"\n' >>$config
  systemctl restart $unit
  try "a credential that only root can read" shows StatusText "2 accounts"
}
