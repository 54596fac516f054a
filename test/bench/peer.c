// What C does with the same kernel: the measure for roundtrip.ts and flood.ts.
//   cc -O2 peer.c -o peer $(pkg-config --cflags --libs libnl-genl-3.0)
//   peer family N | peer dump N       microseconds per round trip to nlctrl, with libnl
//   peer read GROUP BUFFER N BATCH SENDERS    messages per second out of a full buffer, BATCH a call (1: recv); what was lost. SENDERS: 1
//                                             to ask who sent each, as whoever must not believe everybody does (libnl always asks)
//   peer send GROUP N SIZE            sends N multicasts on NETLINK_USERSOCK
#define _GNU_SOURCE
#include <errno.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static int families;

static int on_family(struct nl_msg *msg, void *arg) {
  struct nlattr *attributes[CTRL_ATTR_MAX + 1];
  genlmsg_parse(nlmsg_hdr(msg), 0, attributes, CTRL_ATTR_MAX, NULL);
  if (attributes[CTRL_ATTR_FAMILY_ID] && nla_get_u16(attributes[CTRL_ATTR_FAMILY_ID])) families++;
  return NL_OK;
}

static int on_end(struct nl_msg *msg, void *arg) {
  *(int *)arg = 0;
  return NL_STOP;
}

static void round_trips(int dump, int count) {
  struct nl_sock *sock = nl_socket_alloc();
  int waiting;
  if (genl_connect(sock)) exit(1);
  nl_socket_modify_cb(sock, NL_CB_VALID, NL_CB_CUSTOM, on_family, NULL);
  nl_socket_modify_cb(sock, dump ? NL_CB_FINISH : NL_CB_ACK, NL_CB_CUSTOM, on_end, &waiting);
  double start = now();
  for (int i = 0; i < count; i++) {
    struct nl_msg *msg = nlmsg_alloc();
    genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, GENL_ID_CTRL, 0, dump ? NLM_F_DUMP : 0, CTRL_CMD_GETFAMILY, 1);
    if (!dump) nla_put_string(msg, CTRL_ATTR_FAMILY_NAME, "nlctrl");
    if (nl_send_auto(sock, msg) < 0) exit(1);
    nlmsg_free(msg);
    for (waiting = 1; waiting;)
      if (nl_recvmsgs_default(sock) < 0) exit(1);
  }
  double seconds = now() - start;
  if (families < count) exit(1);
  printf("%.3f\n", seconds * 1e6 / count);
}

static int user_socket(int group, int buffer) {
  struct sockaddr_nl address = {.nl_family = AF_NETLINK};
  int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_USERSOCK);
  if (buffer && setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer))
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
  if (bind(fd, (struct sockaddr *)&address, sizeof address)) exit(1);
  if (group && setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof group)) exit(1);
  return fd;
}

static void send_all(int group, int count, int size) {
  struct sockaddr_nl to = {.nl_family = AF_NETLINK, .nl_groups = 1u << (group - 1)};
  struct nlmsghdr *header = calloc(1, size);
  int fd = user_socket(0, 0);
  header->nlmsg_len = size;
  header->nlmsg_type = 16;
  for (int i = 0; i < count; i++) {
    header->nlmsg_seq = i + 1;
    // ECONNREFUSED: all have heard it, the kernel itself does not listen
    if (sendto(fd, header, size, 0, (struct sockaddr *)&to, sizeof to) < 0 && errno != ECONNREFUSED) exit(1);
  }
}

static void read_all(int group, int buffer, int count, int batch, int senders) {
  static char slots[64][32768];
  struct sockaddr_nl from[64];
  uint32_t sender = 0;
  struct mmsghdr headers[64] = {0};
  struct iovec vectors[64];
  int fd = user_socket(group, buffer);
  struct pollfd poll_fd = {.fd = fd, .events = POLLIN};
  long received = 0;
  int last = 0, overruns = 0;
  for (int i = 0; i < 64; i++) {
    vectors[i] = (struct iovec){slots[i], sizeof slots[i]};
    headers[i].msg_hdr = (struct msghdr){.msg_iov = &vectors[i], .msg_iovlen = 1};
    if (senders) headers[i].msg_hdr.msg_name = &from[i], headers[i].msg_hdr.msg_namelen = sizeof from[i];
  }
  printf("ready\n");
  fflush(stdout);
  getchar(); // the sender is through, or begins
  double start = now();
  while (last < count && poll(&poll_fd, 1, 1000) > 0) {
    for (;;) {
      socklen_t size = sizeof from[0];
      int got = batch > 1 ? recvmmsg(fd, headers, batch, MSG_DONTWAIT, NULL)
                          : recvfrom(fd, slots[0], sizeof slots[0], MSG_DONTWAIT, senders ? (struct sockaddr *)from : NULL, senders ? &size : NULL);
      if (got < 0 && errno == ENOBUFS) overruns++;
      if (got < 0) break;
      got = batch == 1 ? 1 : got;
      received += got;
      for (int i = 0; senders && i < got; i++) {
        if (sender && sender != from[i].nl_pid) exit(1);
        sender = from[i].nl_pid;
      }
      last = ((struct nlmsghdr *)slots[got - 1])->nlmsg_seq;
    }
  }
  printf("%.0f %ld %d\n", received / (now() - start), received, overruns);
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  if (!strcmp(argv[1], "family")) round_trips(0, atoi(argv[2]));
  if (!strcmp(argv[1], "dump")) round_trips(1, atoi(argv[2]));
  if (!strcmp(argv[1], "send")) send_all(atoi(argv[2]), atoi(argv[3]), atoi(argv[4]));
  if (!strcmp(argv[1], "read")) read_all(atoi(argv[2]), atoi(argv[3]), atoi(argv[4]), atoi(argv[5]), atoi(argv[6]));
}
