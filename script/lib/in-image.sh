# Runs an image's program as a cluster would: in its own root, read-only except for /tmp and mounts; as its own user,
# without capabilities or a way to gain any; with only its own environment. Needs root and buildah. Network and processes
# are not isolated.

containers=()
mount_root=''

# Creates a container from the image $1 and sets $mount_root to its root.
new_root() {
  local container
  container=$(buildah from "$1")
  containers+=("$container")
  mount_root=$(buildah mount "$container")
}

remove_roots() { [ ${#containers[@]} -eq 0 ] || buildah rm "${containers[@]}" >/dev/null; }

config_of() { buildah inspect --type image --format "{{range .OCIv1.Config.$2}}{{println .}}{{end}}" "$1" | sed '/^$/d'; }

# in_image NAME IMAGE [NAME=VALUE …] [FOLDER:/PATH …] [-- ARGUMENT …]: in the background, as `launch` does.
in_image() {
  local name=$1 image=$2 environment=() mounts=() entrypoint user; shift 2
  mapfile -t environment < <(config_of "$image" Env)
  mapfile -t entrypoint < <(config_of "$image" Entrypoint)
  user=$(buildah inspect --type image --format '{{.OCIv1.Config.User}}' "$image")
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    case "$1" in /*:/*) mounts+=("$1") ;; *) environment+=("$1") ;; esac
    shift
  done
  new_root "$image"
  local mount
  for mount in dev proc tmp "${mounts[@]}"; do mkdir -p "$mount_root/${mount#*:}"; done
  # The mounts end with the process.
  # shellcheck disable=SC2016
  launch "$name" unshare --mount --propagation private bash -euc '
    root=$1 user=$2 mounts=$3; shift 3
    mount --bind "$root" "$root"
    for device in null zero random urandom; do : >"$root/dev/$device"; mount --bind "/dev/$device" "$root/dev/$device"; done
    mount --options remount,bind,ro "$root"
    mount --types tmpfs --options size=64m,mode=1777 tmpfs "$root/tmp"
    mount --rbind /proc "$root/proc"
    for mount in $mounts; do mount --bind "${mount%%:*}" "$root${mount#*:}"; done
    exec "$@"' in-image "$mount_root" "$user" "${mounts[*]}" \
    /usr/bin/env --ignore-environment "${environment[@]}" \
    /usr/bin/setpriv --no-new-privs /usr/sbin/chroot --groups= --userspec="$user" "$mount_root" "${entrypoint[@]}" "${@:2}"
}
