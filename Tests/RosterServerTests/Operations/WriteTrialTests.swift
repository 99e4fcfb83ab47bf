import RosterTestSupport
import Synchronization
import Testing

@testable import RosterServer

@Suite("The trial of what a write needs") struct WriteTrialTests {
    /// Counts its calls, and answers as it is told once its gate is open.
    private final class Check: Sendable {
        private struct State {
            var count = 0
            var isFine = true
            var waiters: [CheckedContinuation<Void, Never>] = []
            var isShut = false
        }

        private let state = Mutex(State())

        var count: Int { state.withLock { $0.count } }
        func set(isFine: Bool) { state.withLock { $0.isFine = isFine } }
        func shut() { state.withLock { $0.isShut = true } }

        func open() {
            let waiters = state.withLock { state in
                state.isShut = false
                defer { state.waiters = [] }
                return state.waiters
            }
            waiters.forEach { $0.resume() }
        }

        func run() async -> Bool {
            await withCheckedContinuation { continuation in
                let waits = state.withLock { state in
                    state.count += 1
                    if state.isShut { state.waiters.append(continuation) }
                    return state.isShut
                }
                if !waits { continuation.resume() }
            }
            return state.withLock { $0.isFine }
        }
    }

    @Test("names what fails, and runs once for all who ask within a second")
    func once() async {
        let (disk, media) = (Check(), Check())
        media.set(isFine: false)
        let trial = WriteTrial(
            checks: [.disk: { await disk.run() }, .media: { await media.run() }],
            interval: .seconds(3600))
        await withTaskGroup(of: [WriteTrial.Part].self) { group in
            for _ in 0..<200 { group.addTask { await trial.failing() } }
            for await failing in group { #expect(failing == [.media]) }
        }
        #expect(await trial.failing() == [.media])
        #expect(disk.count == 1 && media.count == 1)
    }

    @Test("a part that hangs is failing after its time, and is not begun again")
    func hanging() async throws {
        let disk = Check()
        disk.shut()
        let trial = WriteTrial(
            checks: [.disk: { await disk.run() }], limit: .milliseconds(50),
            interval: .zero)
        #expect(await trial.failing() == [.disk])
        #expect(await trial.failing() == [.disk])
        #expect(disk.count == 1)
        disk.open()
        let isBack = try await eventually { await trial.failing().isEmpty }
        #expect(isBack && disk.count > 1)
    }

    @Test("passwords that wait behind others are no failure")
    func passwords() async throws {
        let hash = Check()
        hash.shut()
        let trial = WriteTrial(
            checks: [.passwords: { await hash.run() }], limit: .milliseconds(50),
            interval: .zero)
        #expect(await trial.failing() == [])
        hash.open()
        hash.set(isFine: false)
        let isTold = try await eventually { await trial.failing() == [.passwords] }
        #expect(isTold)
    }

    @Test("a folder that is gone, or takes no file, is told")
    func files() async throws {
        try await withTemporaryFolder { folder in
            #expect(WriteTrial.takesFile(in: folder) && WriteTrial.hasRoom(folder))
            #expect(!WriteTrial.takesFile(in: folder + "/missing"))
            #expect(!WriteTrial.takesFile(in: "/proc"))
            #expect(!WriteTrial.hasRoom("/proc"))
        }
    }
}
