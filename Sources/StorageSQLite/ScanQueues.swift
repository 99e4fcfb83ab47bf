import Dispatch
import RosterCore
import RosterStorage
import Synchronization

/// Connections for long reads, each with a thread of its own, so that a search over a million
/// accounts never holds a thread that serves requests.
final class ScanQueues: Sendable {
    private struct Lane: Sendable {
        let connection: SQLiteConnection
        let queue: DispatchQueue
    }

    private let lanes: [Lane]
    private let turn = Atomic<Int>(0)
    private static let count = 2

    init(path: String) throws(DirectoryError) {
        var lanes: [Lane] = []
        for number in 0..<Self.count {
            lanes.append(
                Lane(
                    connection: try SQLiteConnection.open(path: path, configuration: .reader),
                    queue: DispatchQueue(label: "roster.scan.\(number)")))
        }
        self.lanes = lanes
    }

    func run<Value: Sendable>(
        _ body: @escaping @Sendable (any EngineConnection) throws(DirectoryError) -> Value
    ) async throws(DirectoryError) -> Value {
        let number = turn.wrappingAdd(1, ordering: .relaxed).oldValue
        let lane = lanes[Int(number.magnitude) % lanes.count]
        let result: Result<Value, DirectoryError> = await withCheckedContinuation { continuation in
            lane.queue.async {
                do throws(DirectoryError) {
                    continuation.resume(returning: .success(try lane.connection.read(body)))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }

    func close() {
        for lane in lanes { lane.queue.sync { lane.connection.close() } }
    }
}
