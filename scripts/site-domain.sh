# shellcheck shell=sh
# Read by the scripts beside it with `.`; a program of its own it is not.

# Says what is wrong and what to do, and ends.
fail() {
  printf '%s: %s\n' "$(basename "$0")" "$1" >&2
  exit "${2:-1}"
}

# The host name as machines write it: мои-товары.рф becomes xn--….xn--p1ai. Ends with a sentence if it is none.
ascii_domain() {
  case "$1" in
    '') fail 'the domain is missing. Usage: '"$(basename "$0")"' example.org' 2 ;;
    *://*) fail "give the domain alone, without http:// or https://: example.org" 2 ;;
    *'*'*) fail 'a wildcard is not possible: give one domain, such as example.org' 2 ;;
    -*) fail 'the domain begins with a hyphen. Usage: '"$(basename "$0")"' example.org' 2 ;;
    *[[:space:]]* | */* | *\\* | *:* | *@* | *'?'* | *'#'* | *'%'* | *'"'* | *"'"* | *';'* | *'$'* | *'`'* | *'{'* | *'}'* | *_*)
      fail 'the domain holds a character that no domain has. Give it alone, such as example.org or мои-товары.рф' 2 ;;
  esac
  if [ "$(printf %s "$1" | wc -c)" -gt 1000 ]; then
    fail 'the domain is longer than the 253 characters that are allowed' 2
  fi
  _ascii=$(to_ascii "$1" | tr '[:upper:]' '[:lower:]') || _ascii=''
  [ "${#_ascii}" -le 253 ] || fail 'the domain is longer than the 253 characters that are allowed' 2
  if ! printf '%s\n' "$_ascii" | LC_ALL=C grep -Eqx '([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])'; then
    fail 'this is not a domain. Give it whole, such as example.org or мои-товары.рф' 2
  fi
  if printf '%s\n' "$_ascii" | LC_ALL=C grep -Eqx '[0-9.]+'; then
    fail 'an address of digits gets no certificate: give the domain that points to it' 2
  fi
  printf '%s\n' "$_ascii"
}

# Whichever of these programs is there knows the rules for national letters.
to_ascii() {
  if [ -z "$(printf %s "$1" | LC_ALL=C tr -d '\001-\177')" ]; then
    printf '%s\n' "$1"
  elif command -v idn2 >/dev/null 2>&1; then
    printf '%s\n' "$1" | LC_ALL=C.UTF-8 idn2 --quiet
  elif command -v node >/dev/null 2>&1; then
    node --print 'require("node:url").domainToASCII(process.argv[1])' -- "$1"
  elif command -v python3 >/dev/null 2>&1; then
    python3 -c 'import sys; print(sys.argv[1].encode("idna").decode("ascii"))' "$1" 2>/dev/null
  else
    fail 'national letters need one of the programs idn2, node, python3. Install one (apt-get install idn2), or give the domain as xn--…'
  fi
}

# Ends unless the folder can be written.
need_writable() {
  [ -d "$1" ] || fail "there is no folder $1. $2"
  [ -w "$1" ] || fail "$1 cannot be written: start this as root, with sudo"
}

# Ends unless the program is there.
need_program() {
  command -v "$1" >/dev/null 2>&1 || fail "$1 is not installed. $2"
}
