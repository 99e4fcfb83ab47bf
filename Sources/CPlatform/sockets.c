#include "sockets.h"

#include <linux/filter.h>
#include <linux/tcp.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>

unsigned long long roster_tcp_acknowledged(const roster_tcp_facts *facts) {
    struct tcp_info info;
    memcpy(&info, facts->words, sizeof info);
    return info.tcpi_bytes_acked;
}

_Static_assert(sizeof(struct tcp_info) <= sizeof(roster_tcp_facts), "room for the kernel's answer");
_Static_assert(
    sizeof(struct sock_fprog) == sizeof(roster_socket_filter)
        && offsetof(struct sock_fprog, filter) == offsetof(roster_socket_filter, instructions),
    "the same form");

roster_socket_filter roster_filter_without_new_connections(void) {
    // The packet begins with its TCP header, whose byte 13 holds the flags (RFC 9293 §3.1).
    static const struct sock_filter program[] = {
        BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 13),
        BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x02, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, 0),
        BPF_STMT(BPF_RET | BPF_K, 0xFFFFFFFF),
    };
    roster_socket_filter filter = {
        sizeof program / sizeof program[0], (unsigned long long)program};
    return filter;
}

int roster_attach_filter_option(void) { return SO_ATTACH_FILTER; }
