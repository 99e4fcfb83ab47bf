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

    /// Compares each candidate, whatever the ones before it said: a right password, a wrong one and an
    /// unknown account then cost the same.
    func compare(
        _ password: String, with stored: String?, priority: HashPriority
    ) async throws(DirectoryError) -> PasswordVerdict {
        let candidates = PasswordForm.candidates(for: password)
        var verdict = PasswordVerdict.wrong
        for (number, candidate) in candidates.enumerated() {
            // One that is too long is compared with nothing, which costs the same.
            let isComparable = candidate.utf8.count <= Limits.passwordBytesMax
            let answer = try await hasher.compare(
                isComparable ? candidate : "", with: isComparable ? stored : nil,
                priority: priority)
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
