import HTTPTypes

/// What a refusal is: its number, which is the HTTP status too, and its sentence
/// (contracts/management.md §0, §1).
enum ManagementCode: Int, Sendable {
    case badRequest = 400
    case unauthenticated = 401
    case forbidden = 403
    case notFound = 404
    case wrongMethod = 405
    case tooSlow = 408
    case conflict = 409
    case modified = 412
    case tooLarge = 413
    case encoded = 415
    case tooMany = 429
    case headersTooLarge = 431
    case internalError = 500
    case busy = 503

    var message: String {
        switch self {
        case .badRequest: "请求参数错误"
        case .unauthenticated: "未授权"
        case .forbidden: "权限不足"
        case .notFound: "用户不存在"
        case .wrongMethod: "请求方法不允许"
        case .tooSlow: "请求超时"
        case .conflict: "用户名或邮箱已存在"
        case .modified: "数据已被修改"
        case .tooLarge: "请求体过大"
        case .encoded: "不支持的内容编码"
        case .tooMany: "请求过于频繁"
        case .headersTooLarge: "请求头过大"
        case .internalError: "服务器内部错误"
        case .busy: "服务繁忙"
        }
    }

    var status: HTTPResponse.Status { HTTPResponse.Status(code: rawValue) }
}
