import CPlatform
import Glibc
import ServiceLifecycle
import SurfaceKit

/// Gives memory back to the system after many bodies or answers were in it at once: malloc(3) keeps what
/// it once had.
struct MemoryService: Service, CustomStringConvertible {
    let heads: HeadBudget
    let bodies: BodyBudget
    let unread: AnswerBudget

    var description: String { "memory" }

    private static let every = Duration.seconds(5)
    private static let noticedBytes = 16 << 20

    func run() async throws {
        try? await cancelWhenGracefulShutdown {
            var least = Self.residentBytes
            while true {
                try await Task.sleep(for: Self.every)
                let resident = Self.residentBytes
                least = min(least, resident)
                let (heads, bodies) = (heads.usedBytes, bodies.usedBytes)
                let used = heads.large + heads.small + bodies.large + bodies.small
                let isCalm = used + unread.usedBytes < Self.noticedBytes / 4
                guard isCalm, resident > least + Self.noticedBytes else { continue }
                roster_return_memory()
                // What is still there is in use; the next look is for what comes on top.
                least = Self.residentBytes
            }
        }
    }

    /// What the process has in memory, by the second number of `/proc/self/statm`; 0 where there is none.
    private static var residentBytes: Int {
        let file = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return 0 }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 128)
        let count = unsafe read(file, &bytes, bytes.count)
        guard count > 0 else { return 0 }
        let numbers = bytes[..<count].split(separator: UInt8(ascii: " "))
        guard numbers.count > 1 else { return 0 }
        return (Int(String(decoding: numbers[1], as: UTF8.self)) ?? 0) * Int(getpagesize())
    }
}
