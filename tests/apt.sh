# Installs Debian packages as root or through sudo; otherwise prints the line to run and fails.
set -e
if [ "$(id -u)" = 0 ]; then sudo=; elif command -v sudo >/dev/null; then sudo=sudo; else
  echo "Please run as root: apt-get update && apt-get install -y --no-install-recommends $*" >&2
  exit 1
fi
echo "Installing $*…"
$sudo apt-get update -qq
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
