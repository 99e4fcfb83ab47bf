package import RosterCore
import Synchronization

extension Directory {
    /// Stores an upload whose bytes are all there.
    package func storeUpload(
        _ ticket: UploadTicket, announced plan: UploadPlan?, bytes: [UInt8], origin: RequestOrigin
    ) async throws(DirectoryError) {
        try await storeUpload(
            ticket, announced: plan, from: GivenBytes(bytes), origin: origin)
    }
}

/// Bytes in two parts.
private final class GivenBytes: UploadSource {
    private let parts: Mutex<[[UInt8]]>

    init(_ bytes: [UInt8]) {
        let middle = bytes.count / 2
        let both = [Array(bytes[middle...]), Array(bytes[..<middle])]
        parts = Mutex(both.filter { !$0.isEmpty })
    }

    func next() async throws(UploadInterruption) -> [UInt8]? { parts.withLock { $0.popLast() } }

    func holdWhole(_ bytes: Int) async throws(UploadInterruption) {}
}
