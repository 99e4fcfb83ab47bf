import Glibc
import RosterTestSupport

/// A port of this machine that somebody listens on, as long as the value lives.
final class TakenPort: Sendable {
    let number: Int
    private let descriptor: Int32

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
                unsafe bind(descriptor, plain, size) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, plain, &size) == 0
            }
        }
        guard result else { throw FixtureFailure(text: "no free port") }
        self.descriptor = descriptor
        number = Int(in_port_t(bigEndian: address.sin_port))
    }

    deinit { close(descriptor) }
}

/// A port that nobody listened on a moment ago.
func freePort() throws -> Int { try TakenPort().number }
