import Logging
import RosterCore
import ServiceLifecycle
import Synchronization

/// Delivers messages from the outbox: at once when one is written here, at its time when one waits
/// for another try, and within a few seconds when another node left one behind. A mail server that
/// does not answer holds up nobody else's message while there are free hands.
struct DeliveryService: Service, CustomStringConvertible {
    let directory: Directory
    let deliverer: any MessageDelivering
    let logger: Logger
    private let counters: DeliveryCounters
    /// How many deliveries run.
    private let hands = Hands()

    init(
        directory: Directory, deliverer: any MessageDelivering, counters: DeliveryCounters,
        logger: Logger
    ) {
        self.directory = directory
        self.deliverer = deliverer
        self.counters = counters
        self.logger = logger
    }

    var description: String { "delivery" }

    private static let intervalSeconds = 5.0
    /// A delivery that takes longer has failed; less than what a shutdown waits.
    static let deliverySecondsMax = 15

    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withDiscardingTaskGroup { group in
                while !Task.isCancelled {
                    let messages = await due()
                    for message in messages {
                        hands.take()
                        group.addTask {
                            await deliver(message)
                            hands.giveBack()
                            directory.messageBell.ring()
                        }
                    }
                    await wait(seconds: await secondsToNext())
                }
            }
        }
        await deliverer.shutdown()
    }

    private func due() async -> [StoredMessage] {
        let free = Limits.deliveryBatchRows - hands.busy
        guard free > 0 else { return [] }
        do throws(DirectoryError) {
            return try await directory.takeMessages(limit: free)
        } catch {
            logger.error("delivery", metadata: ["reason": "\(error)"])
            return []
        }
    }

    private func deliver(_ message: StoredMessage) async {
        do throws(DirectoryError) {
            switch try await directory.deliver(message, by: deliverer) {
            case .delivered: counters.count(.delivered, of: message)
            case .postponed(let reason):
                counters.count(.postponed, of: message)
                log("message waits for another try", message, reason)
            case .dropped(let reason):
                counters.count(.dropped, of: message)
                log("message dropped", message, reason)
            }
        } catch {
            // It is due again when its time with us is over.
            logger.error("delivery", metadata: ["reason": "\(error)"])
        }
    }

    private func log(_ text: Logger.Message, _ message: StoredMessage, _ reason: String) {
        logger.warning(
            text,
            metadata: [
                "message_id": "\(message.id)", "channel": "\(message.channel.rawValue)",
                "attempt": "\(message.attempts)", "reason": "\(reason)",
            ])
    }

    private func secondsToNext() async -> Double {
        guard let due = try? await directory.nextMessageDue() else {
            return Self.intervalSeconds
        }
        let milliseconds = due.milliseconds - directory.environment.now().milliseconds
        return min(Self.intervalSeconds, max(0.05, Double(milliseconds) / 1000))
    }

    /// Until the bell rings or the time is over.
    private func wait(seconds: Double) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await directory.messageBell.wait() }
            group.addTask { try? await Task.sleep(for: .seconds(seconds)) }
            await group.next()
            group.cancelAll()
        }
    }
}

/// Counts deliveries that run. The atomic is all of it.
private final class Hands: Sendable {
    private let count = Atomic<Int>(0)

    var busy: Int { count.load(ordering: .relaxed) }

    func take() { count.add(1, ordering: .relaxed) }

    func giveBack() { count.subtract(1, ordering: .relaxed) }
}
