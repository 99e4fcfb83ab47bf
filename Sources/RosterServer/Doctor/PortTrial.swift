import Glibc
import RosterSettings

/// Binds an address as a listener would, and lets go of it: nobody can connect.
enum PortTrial {
    /// Nil if it can be bound, or else the errno of the refusal.
    static func refusal(of address: ListenAddress) -> Int32? {
        var hints = unsafe addrinfo()
        unsafe hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard unsafe getaddrinfo(address.host, String(address.port), &hints, &found) == 0,
            let first = unsafe found
        else { return EADDRNOTAVAIL }
        defer { unsafe freeaddrinfo(first) }
        let descriptor = unsafe socket(
            first.pointee.ai_family, first.pointee.ai_socktype | Int32(SOCK_CLOEXEC.rawValue),
            first.pointee.ai_protocol)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        // As the listeners do: connections that have just ended do not count.
        var isOn: Int32 = 1
        unsafe setsockopt(
            descriptor, SOL_SOCKET, SO_REUSEADDR, &isOn, socklen_t(MemoryLayout<Int32>.size))
        let result = unsafe bind(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen)
        return result == 0 ? nil : errno
    }
}
