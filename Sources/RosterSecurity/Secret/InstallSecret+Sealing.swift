import Crypto
import Foundation

extension InstallSecret {
    /// AES-256-GCM, as base64 of nonce, text and tag; `context` is authenticated along.
    func seal(_ text: String, context: String) -> String {
        // Sealing fails for a key of a wrong length alone, and this one is derived with the right
        // one; an empty text opens as nothing.
        let box = try? AES.GCM.seal(
            Data(text.utf8), using: sealingKey, authenticating: Data(context.utf8))
        return box?.combined?.base64EncodedString() ?? ""
    }

    /// Nil for what was not sealed with this secret and `context`.
    func unseal(_ sealed: String, context: String) -> String? {
        guard let combined = Data(base64Encoded: sealed),
            let box = try? AES.GCM.SealedBox(combined: combined),
            let text = try? AES.GCM.open(
                box, using: sealingKey, authenticating: Data(context.utf8))
        else { return nil }
        return String(data: text, encoding: .utf8)
    }
}
