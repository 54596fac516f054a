// What C with libnl takes to decode the messages of a file, for the ratios of decode.ts.
//   cc -O2 decode-peer.c -o peer $(pkg-config --cflags --libs libnl-genl-3.0)
//   peer scan|network|wiphy|station|interface|event|elements FILE ROUNDS      nanoseconds per message (or list of elements), the best round
// FILE holds netlink messages one after the other. Every attribute is read, nested ones too, as a program would before it uses them.
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static volatile uint64_t sink;

// What is nested in what, by the numbers of linux/nl80211.h: a set, an array of sets, or a list of values (or of flags by their numbers).
struct set {
  int max;
  struct { int type; enum { NONE, SET, SETS, VALUES } kind; const struct set *set; } inside[20];
};
static const struct set txq_stats = {11}, wmm_rule = {4}, bitrate = {2}, rate_info = {32}, bss_param = {5}, sar_spec = {2}, limit = {2, {{2, VALUES}}};
static const struct set freq = {41, {{18, SETS, &wmm_rule}}}, band_iftype = {13, {{1, VALUES}}};
static const struct set band = {13, {{1, SETS, &freq}, {2, SETS, &bitrate}, {9, SETS, &band_iftype}}};
static const struct set combination = {7, {{1, SETS, &limit}}}, akm = {2, {{1, VALUES}}}, ext_capa = {4}, radio_range = {2};
static const struct set radio = {4, {{2, SET, &radio_range}, {3, SETS, &combination}}}, frame_types = {65535};
static const struct set tid_stats = {6, {{6, SET, &txq_stats}}};
static const struct set station = {43, {{8, SET, &rate_info}, {14, SET, &rate_info}, {15, SET, &bss_param}, {25, VALUES}, {26, VALUES}, {31, SETS, &tid_stats}}};
static const struct set bss = {24, {{19, VALUES}}};
static const struct set link = {366};
// The top level, by what the messages hold.
static const struct set scan_top = {366, {{47, SET, &bss}}}, station_top = {366, {{21, SET, &station}}};
static const struct set interface_top = {366, {{265, SET, &txq_stats}, {312, SETS, &link}}}, event_top = {366, {{44, VALUES}, {45, VALUES}}};
static const struct set wiphy_top = {366, {{22, SETS, &band}, {32, VALUES}, {50, VALUES}, {99, SETS, &frame_types}, {100, SETS, &frame_types},
  {120, SETS, &combination}, {121, VALUES}, {166, VALUES}, {197, VALUES}, {198, VALUES}, {230, SETS, &ext_capa}, {265, SET, &txq_stats},
  {284, SETS, &akm}, {300, SET, &sar_spec}, {331, SETS, &radio}, {341, VALUES}, {344, VALUES}}};

enum { BSS = 47, BSS_ELEMENTS = 6, BSS_BEACON_ELEMENTS = 11 };

static inline void read_value(struct nlattr *a) {
  switch (nla_len(a)) {
    case 1: sink += nla_get_u8(a); break;
    case 2: sink += nla_get_u16(a); break;
    case 4: sink += nla_get_u32(a); break;
    case 8: sink += nla_get_u64(a); break;
    default: sink += (uintptr_t)nla_data(a) + nla_len(a);
  }
}

static void read_values(struct nlattr *list) {
  struct nlattr *each;
  int left;
  nla_for_each_nested(each, list, left) sink += nla_type(each), read_value(each);
}

static inline void read_set(struct nlattr **attributes, int max) {
  for (int i = 1; i <= max; i++) if (attributes[i]) read_value(attributes[i]);
}

static void read_nested(struct nlattr *from, const struct set *set);

static void read_inside(struct nlattr **attributes, const struct set *set) {
  struct nlattr *each;
  int left;
  for (int i = 0; set->inside[i].kind; i++) {
    struct nlattr *a = attributes[set->inside[i].type];
    if (!a) continue;
    if (set->inside[i].kind == VALUES) read_values(a);
    else if (set->inside[i].kind == SET) read_nested(a, set->inside[i].set);
    else nla_for_each_nested(each, a, left) read_nested(each, set->inside[i].set);
  }
}

static void read_nested(struct nlattr *from, const struct set *set) {
  struct nlattr *attributes[set->max > 366 ? 1 : set->max + 1];
  if (set->max > 366) return read_values(from); // of 16 bits each, all of one type
  if (nla_parse_nested(attributes, set->max, from, NULL)) return;
  read_set(attributes, set->max);
  read_inside(attributes, set);
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

static void decode_network(struct nlattr *from) {
  struct nlattr *attributes[25];
  if (nla_parse_nested(attributes, 24, from, NULL)) return;
  read_set(attributes, 24);
  read_inside(attributes, &bss);
  struct nlattr *elements = attributes[BSS_ELEMENTS] ? attributes[BSS_ELEMENTS] : attributes[BSS_BEACON_ELEMENTS];
  if (elements) read_elements(nla_data(elements), nla_len(elements));
}

static const struct set *top_of(const char *kind) {
  if (!strcmp(kind, "wiphy")) return &wiphy_top;
  if (!strcmp(kind, "station")) return &station_top;
  if (!strcmp(kind, "interface")) return &interface_top;
  if (!strcmp(kind, "event")) return &event_top;
  return &scan_top;
}

static void decode(struct nlmsghdr *message, const struct set *set, int network) {
  static struct nlattr *top[367];
  genlmsg_parse(message, 0, top, 366, NULL);
  read_set(top, 366);
  if (!network) read_inside(top, set);
  else if (top[BSS]) decode_network(top[BSS]);
}

// Elements alone, in place of attributes: from one to the next.
static void walk_elements(struct nlmsghdr *message) {
  const uint8_t *e = (uint8_t *)message + NLMSG_HDRLEN + GENL_HDRLEN, *end = (uint8_t *)message + message->nlmsg_len;
  int count = 0;
  for (; e + 2 <= end && e + 2 + e[1] <= end; e += 2 + e[1]) count++;
  sink += count;
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
  const struct set *top = top_of(argv[1]);
  int network = !strcmp(argv[1], "network"), elements = !strcmp(argv[1], "elements");
  double best = 1e18;
  for (int round = atoi(argv[3]); round > 0; round--) {
    double start = now();
    int count = 0;
    for (int repeat = 0; repeat < 20; repeat++)
      for (size_t at = 0; at + sizeof(struct nlmsghdr) <= size;) {
        struct nlmsghdr *message = (struct nlmsghdr *)(bytes + at);
        if (elements) walk_elements(message);
        else decode(message, top, network);
        at += NLMSG_ALIGN(message->nlmsg_len);
        count++;
      }
    double each = count ? (now() - start) / count : 0;
    if (each < best) best = each;
  }
  printf("%.1f\n", best);
  return 0;
}
