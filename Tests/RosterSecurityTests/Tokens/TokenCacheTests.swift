import RosterCore
import RosterSecurity
import Testing

@Suite("The cache of verified tokens")
struct TokenCacheTests {
    private func claims(_ number: Int) -> AccessClaims {
        AccessClaims(
            accountID: AccountID(Int64(number)), sessionID: SessionID("\(number)"), generation: 0,
            issuedAt: Timestamp(milliseconds: 0), expiresAt: Timestamp(milliseconds: 0))
    }

    /// The last character but one varies, as it does in a signature.
    private func token(_ number: Int) -> String {
        "header.payload.\(number)" + String("ABCDEFGHIJKLMNOP".dropFirst(number % 16).prefix(1))
            + "x"
    }

    @Test("gives each token its own claims")
    func own() {
        let cache = TokenCache()
        for number in 0..<1000 { cache.insert(claims(number), of: token(number)) }
        for number in 0..<1000 { #expect(cache.claims(of: token(number)) == claims(number)) }
        #expect(cache.claims(of: token(1000)) == nil)
        #expect(cache.claims(of: "") == nil)
    }

    @Test("keeps at most as many as it may")
    func bound() {
        let cache = TokenCache(entriesMax: 320)
        for number in 0..<5000 {
            cache.insert(claims(number), of: token(number))
            #expect(cache.count <= 320)
        }
        #expect(cache.count >= 160)
        #expect(cache.claims(of: token(4999)) == claims(4999))
        #expect(cache.claims(of: token(0)) == nil)
    }

    @Test("keeps what is in use while others come and go")
    func inUse() {
        let cache = TokenCache(entriesMax: 320)
        cache.insert(claims(0), of: token(0))
        for number in 1..<5000 {
            cache.insert(claims(number), of: token(number))
            #expect(cache.claims(of: token(0)) == claims(0))
        }
    }

    @Test("holds when many ask and insert at once")
    func concurrency() async {
        let cache = TokenCache(entriesMax: 320)
        await withTaskGroup { group in
            for worker in 0..<8 {
                group.addTask {
                    for number in 0..<2000 {
                        let number = (number * (worker + 1)) % 400
                        if let known = cache.claims(of: token(number)) {
                            #expect(known == claims(number))
                        } else {
                            cache.insert(claims(number), of: token(number))
                        }
                    }
                }
            }
        }
        #expect(cache.count <= 320)
    }

    @Test("a keyring asks its cache first, so a signature is checked once")
    func checkedOnce() async throws {
        let cache = TokenCache()
        let keyring = try TokenForge.signingKeys()
            .keyring(of: [TokenForge(keyID: "00112233445566aa").record()], cache: cache)
        let token = try await keyring.sign(TokenForge.claims, role: .user)
        #expect(try await keyring.verify(token) == TokenForge.claims)
        #expect(cache.count == 1)
        // Only the cache can say this of the token.
        cache.insert(claims(7), of: token)
        #expect(try await keyring.verify(token) == claims(7))
        #expect(cache.count == 1)
    }

    @Test("what fails is not kept, nor does a keyring know what another one verified")
    func failures() async throws {
        let cache = TokenCache()
        let forge = TokenForge(keyID: "00112233445566aa")
        let keys = try TokenForge.signingKeys()
        let keyring = try keys.keyring(of: [forge.record()], cache: cache)
        let token = try forge.token()
        let issuer = try forge.token(
            payload: TokenForge.payload.replacing("3000", with: "3001"))
        for bad in ["", "a.b.c", token + "A", String(token.dropLast()), issuer] {
            await #expect(throws: TokenFailure.self) { try await keyring.verify(bad) }
        }
        #expect(cache.count == 0)
        _ = try await keyring.verify(token)
        let stranger = try keys.keyring(of: [TokenForge(keyID: "00112233445566aa").record()])
        await #expect(throws: TokenFailure.invalid) { try await stranger.verify(token) }
    }
}
