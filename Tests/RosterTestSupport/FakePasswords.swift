package import RosterCore
import Synchronization

/// Hashes at no cost, counts what it compares, and can be told to wait or to be busy. A stored
/// form is `fake$<form>$<salt>$<digest>`; another form than the present one asks for a rehash.
package final class FakePasswords: PasswordHashing {
    private struct State {
        var form = 1
        var salt = 0
        var comparisons = 0
        var priorities: [HashPriority] = []
        var isBusyComparing = false
        var isBusyHashing = false
        var bytesMax: Int?
    }

    private let state = Mutex(State())
    /// Where comparisons wait, after they were counted.
    package let comparing = Gate()
    /// Where comparisons wait for a thread.
    package let starting = Gate()
    /// Where hashing waits.
    package let hashing = Gate()

    package init() {}

    /// Comparisons that were begun, with or without a stored hash.
    package var comparisons: Int { state.withLock { $0.comparisons } }

    /// Hashes that were begun.
    package var hashes: Int { priorities.count }

    /// Who waited for each of them, in the order in which they were begun.
    package var priorities: [HashPriority] { state.withLock { $0.priorities } }

    package var bytesMax: Int? { state.withLock { $0.bytesMax } }

    /// What begins with `fake$` is of use, `costly` too costly, `costly here` so on this machine, and
    /// the rest unknown.
    package func acceptability(of stored: String) -> HashAcceptability {
        switch stored {
        case "costly": .tooCostly
        case "costly here": .costlyHere
        default: stored.hasPrefix("fake$") ? .acceptable : .unknownForm
        }
    }

    package func limitBytes(to maximum: Int?) { state.withLock { $0.bytesMax = maximum } }

    /// Makes every stored form an old one.
    package func changeForm() { state.withLock { $0.form += 1 } }

    package func refuseComparisons(_ isBusy: Bool) {
        state.withLock { $0.isBusyComparing = isBusy }
    }

    package func refuseHashes(_ isBusy: Bool) { state.withLock { $0.isBusyHashing = isBusy } }

    package func hash(
        _ password: String, priority: HashPriority
    ) async throws(DirectoryError) -> String {
        let (form, salt, isBusy, bytesMax) = state.withLock { state in
            if !state.isBusyHashing {
                state.salt += 1
                state.priorities.append(priority)
            }
            return (state.form, state.salt, state.isBusyHashing, state.bytesMax)
        }
        if password.utf8.contains(0) {
            throw .invalid([InvalidField(.password, .forbiddenCharacters)])
        }
        if let bytesMax, password.utf8.count > bytesMax {
            throw .invalid([InvalidField(.password, .tooLong(maximum: bytesMax))])
        }
        if isBusy { throw .busy(retryAfterSeconds: 1) }
        await hashing.pass()
        return Self.stored(password, form: "\(form)", salt: "\(salt)")
    }

    package func compare(
        _ passwords: [String], with stored: String?, priority: HashPriority,
        begins: @escaping @Sendable () -> Void
    ) async throws(DirectoryError) -> [PasswordVerdict] {
        await starting.pass()
        begins()
        var verdicts: [PasswordVerdict] = []
        for password in passwords { verdicts.append(try await verdict(on: password, with: stored)) }
        return verdicts
    }

    private func verdict(
        on password: String, with stored: String?
    ) async throws(DirectoryError) -> PasswordVerdict {
        let (form, isBusy) = state.withLock { state in
            if !state.isBusyComparing { state.comparisons += 1 }
            return (state.form, state.isBusyComparing)
        }
        if isBusy { throw .busy(retryAfterSeconds: 1) }
        await comparing.pass()
        guard let stored else { return .wrong }
        let parts = stored.split(separator: "$").map(String.init)
        guard parts.count == 4, parts[0] == "fake",
            Self.stored(password, form: parts[1], salt: parts[2]) == stored
        else { return .wrong }
        return .right(needsRehash: parts[1] != "\(form)")
    }

    private static func stored(_ password: String, form: String, salt: String) -> String {
        "fake$\(form)$\(salt)$\(weakDigest(password, key: salt))"
    }
}
