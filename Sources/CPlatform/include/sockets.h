#pragma once

/// Room for what the kernel tells of a TCP connection (TCP_INFO). Bytes, as Swift's Glibc holds an
/// older form of the structure, without the field that is asked for.
typedef struct {
    unsigned long long words[64];
} roster_tcp_facts;

/// How many bytes the other end has acknowledged; 0 when the kernel does not tell.
unsigned long long roster_tcp_acknowledged(const roster_tcp_facts *facts);

/// The value of SO_ATTACH_FILTER that lets no new connection begin on a listening socket: packets with
/// the flag SYN are dropped, and those of connections that have begun go on. The address of constant
/// instructions is a number, as a pointer would be unsafe to hand around.
typedef struct {
    unsigned short length;
    unsigned long long instructions;
} roster_socket_filter;

roster_socket_filter roster_filter_without_new_connections(void);

/// The name of that option.
int roster_attach_filter_option(void);
