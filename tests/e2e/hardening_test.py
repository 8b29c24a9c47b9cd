"""What cmake/Hardening.cmake asks for, read from the program that is shipped, and of processes that run it."""

import pathlib
import re
import subprocess
import unittest

import stack as parts

ENDBR64 = b"\xf3\x0f\x1e\xfa"


def read(tool, *options):
    program = parts.PROGRAM
    return subprocess.run([tool, *options, program], capture_output=True, text=True, check=True).stdout


class Hardening(unittest.TestCase):
    lasts = 3

    def test_it_is_loaded_at_a_random_address(self):
        self.assertRegex(read("readelf", "-hW"), r"Type:\s+DYN \(Position-Independent Executable file\)")

    def test_what_the_linker_wrote_cannot_be_written_again(self):
        self.assertIn("GNU_RELRO", read("readelf", "-lW"))
        dynamic = read("readelf", "-dW")
        self.assertRegex(dynamic, r"\(FLAGS\).*BIND_NOW")
        self.assertRegex(dynamic, r"\(FLAGS_1\).*NOW.*PIE")
        self.assertNotIn("TEXTREL", dynamic)
        self.assertNotRegex(dynamic, r"RPATH|RUNPATH", "the loader looks for libraries in a folder of ours")

    def test_nothing_can_be_written_and_run(self):
        headers = re.findall(r"^\s+(LOAD|GNU_STACK)\s.*0x\w+\s+([RWE ]{3})\s+0x\w+$", read("readelf", "-lW"), re.MULTILINE)
        self.assertIn("GNU_STACK", dict(headers))
        for kind, rights in headers:
            self.assertFalse("W" in rights and "E" in rights, f"{kind} {rights}")
        # Code in pages of its own: constants are no code.
        loads = [rights for kind, rights in headers if kind == "LOAD"]
        self.assertIn("R  ", loads)
        self.assertIn("R E", loads)

    def test_stacks_are_protected(self):
        self.assertIn("__stack_chk_fail", read("readelf", "--dyn-syms", "-W"))

    def test_calls_are_fortified(self):
        """Of printf's family every call is, whatever is known of the buffer: who imports another one has a part that was compiled
        otherwise. (The C++ library takes the address of vsnprintf.)"""
        imported = set(re.findall(r" UND (\w+)@", read("readelf", "--dyn-syms", "-W")))
        self.assertLessEqual({"__snprintf_chk", "__vsnprintf_chk", "__memcpy_chk"}, imported)
        self.assertEqual(imported & {"printf", "fprintf", "sprintf", "snprintf", "vprintf", "vfprintf", "vsprintf"}, set())

    def test_jumps_land_where_they_may(self):
        """Whatever others may call begins with the mark. The whole program has no note of it (IBT, SHSTK), because what Debian's C
        library adds at the start has none."""
        if "X86-64" not in read("readelf", "-hW"):
            self.skipTest("-fcf-protection is of x86 only")
        address, offset, size = (int(word, 16) for word in re.search(
            r" \.text +PROGBITS +(\w+) (\w+) (\w+)", read("readelf", "-SW")).groups())
        code = pathlib.Path(parts.PROGRAM).read_bytes()[offset:offset + size]
        functions = {name: int(at, 16) - address for at, name in re.findall(
            r": (\w+) +\w+ FUNC +(?:GLOBAL|WEAK) +\w+ +\d+ (\S+)", read("readelf", "-sW"))}
        functions = {name: at for name, at in functions.items() if 0 <= at < size}
        self.assertIn("main", functions, "there is no table of symbols")
        self.assertGreater(len(functions), 1000)
        self.assertEqual([name for name, at in functions.items() if not code.startswith(ENDBR64, at)], ["_start"])
