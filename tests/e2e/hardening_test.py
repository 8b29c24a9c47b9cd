"""What cmake/Hardening.cmake asks for, read from the program that is shipped, and of processes that run it."""

import re
import subprocess
import unittest

import stack as parts


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

    def test_its_own_code_is_checked(self):
        symbols = read("readelf", "--dyn-syms", "-W")
        self.assertIn("__stack_chk_fail", symbols)
        self.assertRegex(symbols, r"__\w+_chk@GLIBC", "not one call is fortified")

    def test_jumps_land_where_they_may(self):
        code = read("objdump", "-d", "--no-show-raw-insn", "--disassemble=main")
        body = re.search(r"<main>:\n(.*?)\n\n", code + "\n\n", re.DOTALL)
        self.assertIsNotNone(body, "there is no main in the table of symbols")
        if "x86-64" not in code:
            self.skipTest("-fcf-protection is of x86 only")
        self.assertIn("endbr64", body.group(1).splitlines()[0])
