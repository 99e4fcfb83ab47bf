import Glibc

/// A port that nobody listens on just now, for the rare test that must know it beforehand.
package enum FreePort {
    package static func find() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                let bound = unsafe bind(descriptor, pointer, size)
                return bound == 0 ? unsafe getsockname(descriptor, pointer, &size) : bound
            }
        }
        guard result == 0 else { throw FixtureFailure(text: "no free port: \(errno)") }
        return Int(in_port_t(bigEndian: address.sin_port))
    }
}
