/// Passwords in one form (``PasswordForm``) at every door: stands between the directory and whatever
/// hashes, so that no verb can hash or compare what was typed in another way.
struct PreparedPasswords: PasswordHashing {
    let hasher: any PasswordHashing

    var bytesMax: Int? { hasher.bytesMax }

    func hash(
        _ password: String, priority: HashPriority
    ) async throws(DirectoryError) -> String {
        try await hasher.hash(PasswordForm.prepared(password), priority: priority)
    }

    func compare(
        _ passwords: [String], with stored: String?, priority: HashPriority,
        begins: @escaping @Sendable () -> Void
    ) async throws(DirectoryError) -> [PasswordVerdict] {
        var verdicts: [PasswordVerdict] = []
        for password in passwords {
            verdicts.append(
                try await verdict(on: password, with: stored, priority: priority, begins: begins))
        }
        return verdicts
    }

    /// Compares each candidate, whatever the ones before it said: a right password, a wrong one and an
    /// unknown account then cost the same.
    private func verdict(
        on password: String, with stored: String?, priority: HashPriority,
        begins: @escaping @Sendable () -> Void
    ) async throws(DirectoryError) -> PasswordVerdict {
        let candidates = PasswordForm.candidates(for: password)
        let isComparable = candidates.map { $0.utf8.count <= Limits.passwordBytesMax }
        let answers = try await hasher.compare(
            zip(candidates, isComparable).map { $1 ? $0 : "" }, with: stored, priority: priority,
            begins: begins)
        var verdict = PasswordVerdict.wrong
        for (number, answer) in answers.enumerated() where isComparable[number] {
            guard case .right(let isOutdated) = answer else { continue }
            // A hash of anything but the form is an old one: the login stores a new one.
            let isOfForm = number == candidates.count - 1
            verdict = .right(needsRehash: isOutdated || !isOfForm)
        }
        return verdict
    }

    func acceptability(of stored: String) -> HashAcceptability {
        hasher.acceptability(of: stored)
    }
}
