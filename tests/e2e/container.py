"""What Docker makes of a service of compose.yaml, as far as files and names go: a root that cannot be written, with the
mounts that the file names, a user without rights, and the other services' names. The programs are those of this machine."""

import pathlib
import shutil
import subprocess

import namespace


class Network:
    """One address, by which the services know each other. REQUIRES: namespace.enter()."""

    ADDRESS = "172.18.0.2"  # private, as Docker's own are

    def __init__(self, names):
        namespace.run("ip", "address", "add", f"{self.ADDRESS}/16", "dev", "lo")
        self.hosts = "127.0.0.1 localhost\n" + "".join(f"{self.ADDRESS} {name}\n" for name in names)


class Container:
    """`service` as compose.yaml has it; `folder`: that of compose.yaml; `volumes`: where named volumes are kept;
    `programs`: path within -> here, beside what the mounts bring."""

    def __init__(self, root, service, folder, volumes, network, user, programs):
        self.root, self.user = pathlib.Path(root), user
        for path in ("etc", "tmp", "usr/bin"):
            (self.root / path).mkdir(parents=True)
        namespace.run("mount", "--bind", str(self.root), str(self.root))
        for name in ("lib", "lib64"):
            (self.root / name).symlink_to(f"usr/{name}")
            self.mount(f"/usr/{name}", f"/usr/{name}")
        for path in ("/proc", "/dev/null", "/dev/urandom", "/etc/ssl", "/usr/share/prometheus", "/usr/share/zoneinfo", *programs):
            self.mount(programs.get(path, path), path)
        (self.root / "etc/hosts").write_text(network.hosts)
        (self.root / "etc/nsswitch.conf").write_text("hosts: files\n")
        for volume in service["volumes"]:
            source, target = volume.split(":")[:2]
            self.mount(folder / source if source.startswith(".") else self.volume(volumes / source), target,
                       is_writable=not volume.endswith(":ro"))
        if service["read_only"]:
            namespace.run("mount", "-o", "remount,bind,ro", str(self.root))

    def volume(self, path):
        path.mkdir(parents=True)
        shutil.chown(path, self.user, self.user)
        return path

    def close(self):
        """What is mounted goes, or whoever removes the folder would remove what is in it."""
        namespace.run("umount", "--recursive", "--lazy", str(self.root))

    def mount(self, source, target, is_writable=False):
        source, place = pathlib.Path(source).resolve(), self.root / target.lstrip("/")
        if source.is_dir():
            place.mkdir(parents=True, exist_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.touch()
        namespace.run("mount", "--bind", str(source), str(place))
        if is_writable:
            return
        try:
            namespace.run("mount", "-o", "remount,bind,ro", str(place))
        except RuntimeError:
            namespace.run("umount", str(place))  # nothing of this machine may be written through it
            raise

    def command(self, *words):
        """What runs these words within."""
        return ["chroot", f"--userspec={self.user}:{self.user}", "--groups=", str(self.root), *words]

    def is_healthy(self, check):
        """`check`: healthcheck.test of compose.yaml."""
        assert check[0] == "CMD", check
        return subprocess.run(self.command(*check[1:]), capture_output=True, check=False).returncode == 0
