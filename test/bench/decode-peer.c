// What C with libnl takes to decode the messages of a file, for the ratios of decode.ts.
//   cc -O2 decode-peer.c -o peer $(pkg-config --cflags --libs libnl-genl-3.0)
//   peer scan|network|station|flat FILE ROUNDS      nanoseconds per message, the best round
// FILE holds netlink messages one after the other. Every attribute is read into a variable, as a program would before it uses one.
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static volatile uint64_t sink;

// Numbers of linux/nl80211.h: the top-level attributes and those of a BSS and a station go up to these.
enum { TOP_MAX = 366, BSS = 47, BSS_MAX = 24, BSS_ELEMENTS = 6, BSS_BEACON_ELEMENTS = 11, STA_INFO = 21, STA_MAX = 43, RATE_TX = 8, RATE_RX = 14, RATE_MAX = 32, TID_STATS = 31, TID_MAX = 6 };

static void read_all(struct nlattr **attributes, int max) {
  for (int i = 1; i <= max; i++) {
    struct nlattr *a = attributes[i];
    if (!a) continue;
    switch (nla_len(a)) {
      case 1: sink += nla_get_u8(a); break;
      case 2: sink += nla_get_u16(a); break;
      case 4: sink += nla_get_u32(a); break;
      case 8: sink += nla_get_u64(a); break;
      default: sink += (uintptr_t)nla_data(a) + nla_len(a);
    }
  }
}

static void nested(struct nlattr *from, int max) {
  struct nlattr *inner[64];
  if (from && nla_parse_nested(inner, max, from, NULL) == 0) read_all(inner, max);
}

// The elements of a network as a program reads them: SSID, rates, RSN suites, HT, VHT and HE operation and MCS maps.
static void read_elements(const uint8_t *e, int left) {
  for (; left >= 2 && e[1] <= left - 2; left -= 2 + e[1], e += 2 + e[1]) {
    const uint8_t *b = e + 2, length = e[1];
    if (e[0] == 0) { // SSID
      char name[33] = {0};
      memcpy(name, b, length < 32 ? length : 32);
      sink += name[0] + strlen(name);
    } else if (e[0] == 1 || e[0] == 50) { // rates
      int best = 0;
      for (int i = 0; i < length; i++) if ((b[i] & 127) > best) best = b[i] & 127;
      sink += best;
    } else if (e[0] == 48 && length >= 8) { // RSN: pairwise ciphers, AKM suites, capabilities
      int at = 6;
      for (int list = 0; list < 2 && at + 2 <= length; list++) {
        int count = b[at] | b[at + 1] << 8;
        for (at += 2; count-- > 0 && at + 4 <= length; at += 4) sink += (uint32_t)b[at] << 24 | b[at + 1] << 16 | b[at + 2] << 8 | b[at + 3];
      }
      if (at + 2 <= length) sink += b[at] | b[at + 1] << 8;
    } else if (e[0] == 61 && length >= 22) { // HT operation
      sink += b[0] + (b[1] & 7);
    } else if (e[0] == 192 && length >= 5) { // VHT operation
      sink += b[0] + b[1] + b[2];
    } else if (e[0] == 45 && length >= 26) { // HT capabilities
      int best = 0;
      for (int mcs = 0; mcs < 77; mcs++) if (b[3 + mcs / 8] >> mcs % 8 & 1) best = mcs;
      sink += best + b[0];
    } else if ((e[0] == 191 && length >= 12) || (e[0] == 255 && length >= 22 && b[0] == 35)) { // VHT, HE capabilities
      int map = e[0] == 191 ? b[8] | b[9] << 8 : b[20] | b[21] << 8, streams = 0, best = 0;
      for (int i = 0; i < 8; i++) if ((map >> 2 * i & 3) != 3) streams = i + 1, best = map >> 2 * i & 3;
      sink += streams * best + b[0];
    } else if (e[0] == 255 && length >= 7 && b[0] == 36) { // HE operation
      sink += b[1] + b[2] + b[3];
    }
  }
}

static void decode(struct nlmsghdr *message, const char *kind) {
  static struct nlattr *top[TOP_MAX + 1];
  genlmsg_parse(message, 0, top, TOP_MAX, NULL);
  read_all(top, TOP_MAX);
  if (!strcmp(kind, "scan")) nested(top[BSS], BSS_MAX);
  if (!strcmp(kind, "network") && top[BSS]) {
    struct nlattr *bss[BSS_MAX + 1];
    nla_parse_nested(bss, BSS_MAX, top[BSS], NULL);
    read_all(bss, BSS_MAX);
    struct nlattr *elements = bss[BSS_ELEMENTS] ? bss[BSS_ELEMENTS] : bss[BSS_BEACON_ELEMENTS];
    if (elements) read_elements(nla_data(elements), nla_len(elements));
  }
  if (strcmp(kind, "station") || !top[STA_INFO]) return;
  struct nlattr *info[STA_MAX + 1], *each;
  int left;
  nla_parse_nested(info, STA_MAX, top[STA_INFO], NULL);
  read_all(info, STA_MAX);
  nested(info[RATE_TX], RATE_MAX);
  nested(info[RATE_RX], RATE_MAX);
  if (info[TID_STATS]) nla_for_each_nested(each, info[TID_STATS], left) nested(each, TID_MAX);
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  FILE *file = fopen(argv[2], "rb");
  static char bytes[16 << 20];
  size_t size = file ? fread(bytes, 1, sizeof bytes, file) : 0;
  double best = 1e18;
  for (int round = atoi(argv[3]); round > 0; round--) {
    double start = now();
    int count = 0;
    for (int repeat = 0; repeat < 20; repeat++)
      for (size_t at = 0; at + sizeof(struct nlmsghdr) <= size;) {
        struct nlmsghdr *message = (struct nlmsghdr *)(bytes + at);
        decode(message, argv[1]);
        at += NLMSG_ALIGN(message->nlmsg_len);
        count++;
      }
    double each = count ? (now() - start) / count : 0;
    if (each < best) best = each;
  }
  printf("%.1f\n", best);
  return 0;
}
