import CPlatform
import Glibc

/// A file descriptor with the few calls that ``SecretFile`` needs and Foundation does not offer.
/// After a call that answers nil or false, `errno` says why.
struct OpenFile {
    private let descriptor: Int32

    /// A file that `flags` creates belongs to its owner alone.
    init?(_ path: String, _ flags: Int32) {
        descriptor = unsafe open(path, flags | O_CLOEXEC, 0o600)
        if descriptor < 0 { return nil }
    }

    /// Type and permission bits.
    func mode() -> mode_t? {
        var facts = roster_facts()
        return unsafe roster_facts_of(descriptor, &facts) == 0 ? facts.mode : nil
    }

    /// An umask may have taken bits away from 0600; this gives them back.
    func setOwnerOnly() -> Bool { fchmod(descriptor, 0o600) == 0 }

    func read(atMost count: Int) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: count)
        let length = unsafe Glibc.read(descriptor, &buffer, count)
        return length < 0 ? nil : Array(buffer.prefix(length))
    }

    /// False also when the disk took only a part.
    func write(_ bytes: [UInt8]) -> Bool {
        unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count
    }

    func flush() -> Bool { fsync(descriptor) == 0 }

    func close() { _ = Glibc.close(descriptor) }
}
