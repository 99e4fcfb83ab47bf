/// An upload: what its owner said it would be, and, once stored, what it is.
package struct Media: Sendable, Equatable {
    /// Where it is in its life.
    package enum State: String, Sendable {
        /// Announced; its bytes have not come.
        case planned
        case stored
        /// To be removed: never bound, no longer bound, or its account is gone.
        case doomed
    }

    package let node: MediaNode
    /// Nil once the account is purged.
    package let accountID: AccountID?
    package let state: State
    package let type: ImageType
    package let bytesCount: Int
    /// Lower-case hex; also the entity tag.
    package let md5: String
    /// The hash of the one-time token that stores it; nil once that is spent.
    package let tokenHash: String?
    /// In pixels; nil before it is stored.
    package let size: PixelSize?
    package let createdAt: Timestamp
    /// When the one-time token ends.
    package let expiresAt: Timestamp

    package init(
        node: MediaNode, accountID: AccountID?, state: State, type: ImageType, bytesCount: Int,
        md5: String, tokenHash: String?, size: PixelSize?, createdAt: Timestamp,
        expiresAt: Timestamp
    ) {
        self.node = node
        self.accountID = accountID
        self.state = state
        self.type = type
        self.bytesCount = bytesCount
        self.md5 = md5
        self.tokenHash = tokenHash
        self.size = size
        self.createdAt = createdAt
        self.expiresAt = expiresAt
    }
}

/// Width and height in pixels, both at least 1.
package struct PixelSize: Sendable, Equatable {
    package let width: Int
    package let height: Int

    package init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }
}

/// What somebody wants to upload.
package struct UploadPlan: Sendable, Equatable {
    package let type: ImageType
    /// 1 to ``Limits/mediaBytesMax``.
    package let bytesCount: Int
    /// Lower-case hex, 32 digits.
    package let md5: String

    package init(type: ImageType, bytesCount: Int, md5: String) {
        self.type = type
        self.bytesCount = bytesCount
        self.md5 = md5
    }
}

/// The right to store one upload, once.
package struct UploadTicket: Sendable, Equatable {
    package let node: MediaNode
    /// Opaque; handed out here and nowhere else.
    package let token: String
    package let expiresAt: Timestamp
    /// Over node and ``expiresAt``.
    package let signature: String

    package init(node: MediaNode, token: String, expiresAt: Timestamp, signature: String) {
        self.node = node
        self.token = token
        self.expiresAt = expiresAt
        self.signature = signature
    }
}

/// Why bytes were not taken.
package enum UploadRefusal: Sendable, Equatable {
    /// The ticket is forged, spent, too old, or for another upload.
    case badTicket
    /// The bytes are others than announced: their number or their MD5.
    case otherBytes
    /// The content is not an image of the type announced.
    case otherType
    /// Wider or higher than ``Limits/mediaPixelsMax``.
    case tooManyPixels
}
