#pragma once

#include <string>

#include "simulator/wire.h"

namespace wa::simulator {

// Takes down what a session does to its connection.
class FakeWire final : public Wire {
 public:
  void Send(std::string_view bytes) override {
    if (!closed && !reset) sent.append(bytes);
  }
  std::size_t Room() const override { return closed || reset ? 0 : 64u << 10; }
  void Close() override { closed = true; }
  void Reset() override { reset = true; }

  std::string sent;
  bool closed = false;
  bool reset = false;
};

}  // namespace wa::simulator
