extension Directory {
    /// Refuses to send a code that a key asks for and that would be its own account's: one to claim
    /// an address counts for the account of the caller, one to prove an address for the account that
    /// has proven it. For others a key asks as anybody may.
    func refuseOwnCode(
        _ purpose: CodePurpose, to destination: Destination, by caller: Principal
    ) async throws(DirectoryError) {
        guard case .apiKey(let key) = caller.credential else { return }
        switch purpose {
        case .claim: try AccessPolicy.requireCredentialWriter(caller, of: key.accountID)
        case .prove:
            let found = try await store.read { storage throws(DirectoryError) in
                try owner(of: destination, in: storage)
            }
            guard let found else { return }
            try AccessPolicy.requireCredentialWriter(caller, of: found.id)
        }
    }
}
