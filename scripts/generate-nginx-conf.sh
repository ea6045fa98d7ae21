#!/bin/sh
# Writes the nginx site of a domain from nginx/nginx.conf.template and links it into sites-enabled. May be run again.
#   sudo ./scripts/generate-nginx-conf.sh example.org
#   sudo UPSTREAM=127.0.0.1:8080,127.0.0.1:8081 ./scripts/generate-nginx-conf.sh мои-товары.рф      two web processes
# Also from the environment: NGINX_DIR, LETSENCRYPT_DIR, ACME_ROOT, NGINX (program), HTTP_PORT, HTTPS_PORT.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
# shellcheck source=scripts/site-domain.sh
. "$here/site-domain.sh"

NGINX_DIR=${NGINX_DIR:-/etc/nginx}
LETSENCRYPT_DIR=${LETSENCRYPT_DIR:-/etc/letsencrypt}
ACME_ROOT=${ACME_ROOT:-/var/www/letsencrypt}
NGINX=${NGINX:-nginx}
HTTP_PORT=${HTTP_PORT:-80}
HTTPS_PORT=${HTTPS_PORT:-443}
UPSTREAM=${UPSTREAM:-127.0.0.1:8080}
template="$here/../nginx/nginx.conf.template"

[ "$#" -le 1 ] || fail 'give one domain at a time' 2
domain=$(ascii_domain "${1:-}")
for port in "$HTTP_PORT" "$HTTPS_PORT"; do
  printf '%s' "$port" | grep -Eqx '[1-9][0-9]{0,4}' || fail 'HTTP_PORT and HTTPS_PORT are numbers such as 80 and 443' 2
done
printf '%s' "$UPSTREAM" | grep -Eqx '[A-Za-z0-9.-]+:[0-9]{1,5}(,[A-Za-z0-9.-]+:[0-9]{1,5})*' ||
  fail 'UPSTREAM is a list such as 127.0.0.1:8080,127.0.0.1:8081' 2
for folder in "$NGINX_DIR" "$LETSENCRYPT_DIR" "$ACME_ROOT"; do
  printf '%s' "$folder" | grep -Eqx '/[A-Za-z0-9._/-]*' || fail "the folder $folder is not usable in a configuration" 2
done
need_program "$NGINX" 'Install it (apt-get install nginx).'
need_writable "$NGINX_DIR" 'Install nginx (apt-get install nginx), or set NGINX_DIR.'
certificates="$LETSENCRYPT_DIR/live/$domain"
for file in fullchain.pem privkey.pem; do
  [ -r "$certificates/$file" ] ||
    fail "there is no certificate in $certificates (or it cannot be read: use sudo). First: sudo $here/init-letsencrypt.sh $domain"
done

available="$NGINX_DIR/sites-available"
enabled="$NGINX_DIR/sites-enabled"
mkdir -p "$available" "$enabled"
file="$available/$domain.conf"
link="$enabled/$domain.conf"
if [ -e "$file" ] && ! head -n 1 "$file" | grep -q '^# Made by EvoSync'; then
  fail "$file was not made by EvoSync and is left alone. Move it away and start again"
fi
if [ -e "$link" ] && [ ! -L "$link" ]; then
  fail "$link is a file of its own, not a link. Move it away and start again"
fi

# nginx 1.25.1 moved HTTP/2 from the listen line to a line of its own.
http2_word=' http2'
http2_line=''
version=$("$NGINX" -v 2>&1 | sed -n 's#.*nginx/\([0-9]*\)\.\([0-9]*\)\.\([0-9]*\).*#\1 \2 \3#p')
# shellcheck disable=SC2086 # three numbers
set -- ${version:-1 0 0}
if [ $(($1 * 1000000 + $2 * 1000 + $3)) -ge 1025001 ]; then
  http2_word=''
  http2_line='    http2 on;'
fi
ipv6=''
tls_ipv6=''
if [ -s /proc/net/if_inet6 ]; then
  ipv6="    listen [::]:$HTTP_PORT;"
  tls_ipv6="    listen [::]:$HTTPS_PORT ssl$http2_word;"
fi
redirect_port=''
[ "$HTTPS_PORT" = 443 ] || redirect_port=":$HTTPS_PORT"
name="evosync_$(printf '%s' "$domain" | tr '.-' '__')"
servers=$(printf '%s\n' "$UPSTREAM" | tr ',' '\n' | sed 's/.*/    server &;/')

draft=$(mktemp "$available/.$domain.XXXXXX")
old="$draft.old"
trap 'rm -f "$draft" "$old"' EXIT
# A line that is nothing but a mark may become several, or none.
DOMAIN="$domain" NAME="$name" SERVERS="$servers" HTTP_PORT="$HTTP_PORT" HTTPS_PORT="$HTTPS_PORT" \
  REDIRECT_PORT="$redirect_port" ACME_ROOT="$ACME_ROOT" CERTIFICATES="$certificates" HTTP2_WORD="$http2_word" \
  HTTP2_LINE="$http2_line" LISTEN_IPV6="$ipv6" LISTEN_TLS_IPV6="$tls_ipv6" awk '
  {
    whole = $0 ~ /^@[A-Z0-9_]+@$/
    while (match($0, /@[A-Z][A-Z0-9_]*@/))
      $0 = substr($0, 1, RSTART - 1) ENVIRON[substr($0, RSTART + 1, RLENGTH - 2)] substr($0, RSTART + RLENGTH)
    if (!whole || $0 != "") print
  }' "$template" > "$draft"
chmod 0644 "$draft"

if [ -L "$link" ] && cmp -s "$draft" "$file"; then
  echo "$file is up to date"
  exit 0
fi
had=no
if [ -e "$file" ]; then
  cp -p "$file" "$old"
  had=yes
fi
mv "$draft" "$file"
ln -sfn "$file" "$link"
if ! said=$("$NGINX" -t 2>&1); then
  if [ "$had" = yes ]; then mv "$old" "$file"; else rm -f "$file" "$link"; fi
  printf '%s\n' "$said" >&2
  fail 'nginx does not accept the configuration; everything is as it was before'
fi
echo "$file is written and switched on"
echo 'Now: sudo systemctl reload nginx'
