import RosterCore
import RosterTestSupport
import Synchronization
import Testing

/// Twins of one request wait for each other within a process (DESIGN §6).
@Suite("Twins of a request")
struct TwinTests {
    /// Guards how many bodies run, ran, and ran side by side at most.
    private final class Overlap: Sendable {
        private let counts = Mutex((running: 0, most: 0, begun: 0))

        var most: Int { counts.withLock { $0.most } }
        var begun: Int { counts.withLock { $0.begun } }

        func enter() {
            counts.withLock {
                $0.running += 1
                $0.begun += 1
                $0.most = max($0.most, $0.running)
            }
        }

        func leave() { counts.withLock { $0.running -= 1 } }
    }

    @Test("run one after the other, and do not wait for other requests")
    func oneAfterTheOther() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let directory = fixture.directory
        let (twin, other) = (fixture.key(), fixture.key("2"))
        let (twins, gate) = (Overlap(), Gate())
        gate.close()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
                group.addTask {
                    await directory.alone(twin) {
                        twins.enter()
                        await gate.pass()
                        await Task.yield()
                        twins.leave()
                    }
                }
            }
            await gate.waitUntilHolding(1)
            group.addTask { await directory.alone(other) { await gate.pass() } }
            // Two stand before the gate: a twin, and one of another key.
            await gate.waitUntilHolding(2)
            // A twin that did not wait would have come as far as this by now.
            for _ in 0..<200 { await Task.yield() }
            #expect(twins.begun == 1)
            gate.open()
        }
        #expect(twins.most == 1)
        #expect(twins.begun == 16)
    }

    @Test("are known by the caller's id: one of another content waits, too")
    func contentsWait() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let directory = fixture.directory
        let keys = [fixture.key(), fixture.key(content: "another body")]
        let (twins, gate) = (Overlap(), Gate())
        gate.close()
        await withTaskGroup(of: Void.self) { group in
            for key in keys {
                group.addTask {
                    await directory.alone(key) {
                        twins.enter()
                        await gate.pass()
                        twins.leave()
                    }
                }
            }
            await gate.waitUntilHolding(1)
            for _ in 0..<200 { await Task.yield() }
            gate.open()
        }
        #expect(twins.most == 1 && twins.begun == 2)
    }

    @Test("that look for a kept answer first do the work once")
    func workIsDoneOnce() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let key = fixture.key()
        let name = try AccountName(parsing: "ada")
        fixture.passwords.hashing.close()
        async let twins = atOnce(16) { _ throws(DirectoryError) in
            let result: Result<KeptAnswer, DirectoryError> = await fixture.directory.alone(key) {
                do throws(DirectoryError) {
                    if let kept = try await fixture.directory.keptAnswer(key) {
                        return .success(kept)
                    }
                    var draft = AccountDraft(name: name)
                    draft.password = DirectoryFixture.password
                    return .success(try await fixture.create(draft, under: key))
                } catch {
                    return .failure(error)
                }
            }
            return try result.get()
        }
        await fixture.passwords.hashing.waitUntilHolding(1)
        for _ in 0..<200 { await Task.yield() }
        fixture.passwords.hashing.open()
        let outcomes = await twins
        #expect(outcomes.failures == [])
        let ada = try #require(try await fixture.live("ada"))
        #expect(outcomes.values == Array(repeating: KeptAnswer(created: ada), count: 16))
        #expect(fixture.passwords.hashes == 1)
    }

    @Test("take their turn after one that failed or was given up")
    func failuresPassTheTurn() async throws {
        let fixture = try await DirectoryFixture.inMemory()
        let directory = fixture.directory
        let key = fixture.key()
        let gate = Gate()
        gate.close()
        let first = Task { await directory.alone(key) { await gate.pass() } }
        await gate.waitUntilHolding(1)
        let second = Task { await directory.alone(key) { Task.isCancelled } }
        second.cancel()
        let third = Task { await directory.alone(key) { "third" } }
        first.cancel()
        gate.open()
        await first.value
        #expect(await second.value)
        #expect(await third.value == "third")
    }
}
