import RosterCore
import SurfaceKit

extension ThinkSNSSurface {
    /// `GET /bootstrappers`: what clients read before their first page comes up. It announces nothing
    /// that is not there (contracts/thinksns.md §13.2).
    func getBootstrappers(_ call: Call) async throws(ThinkSNSRefusal) -> Reply {
        .json(bootstrappers)
    }

    private var bootstrappers: JSONValue {
        let isOpen = directory.policy.isRegistrationOpen
        return [
            "server:version": .string(options.version),
            "limit": .number(JSONNumber(ThinkSNSRules.pageSizeDefault)),
            "pay-validate-user-password": false, "checkin": ["switch": false, "balance": 0],
            "registerSettings": [
                "type": isOpen ? "all" : "invited",
                "method": options.reachesPhonesOnly ? "mobile-only" : "all",
                "fixed": "no-need", "completeData": false, "showTerms": false, "content": "",
            ],
            "site": [
                "gold": Self.off, "reward": ["status": false, "amounts": ""],
                "anonymous": Self.off, "currency_name": ["name": "积分", "unit": ""],
            ],
            "wallet": [
                "rule": "", "labels": [], "ratio": 100, "cash": ["status": false, "types": []],
                "recharge": ["status": false, "types": []], "transform-currency": false,
            ],
            "currency": [
                "rule": "", "cash": ["status": false, "rule": ""],
                "recharge": ["status": false, "rule": ""],
            ],
            "wallet:cash": Self.closed,
            "feed": ["reward": false, "paycontrol": false, "items": [], "limit": 50],
            "news": ["contribute": Self.contribution, "pay_contribute": 0],
            "news:contribute": Self.contribution, "wallet:recharge": Self.closed,
            "wallet:transform": Self.closed, "currency:cash": Self.closed,
            "currency:recharge": ["open": false, "IAP_only": false],
        ]
    }

    private static let off: JSONValue = ["status": false]
    private static let closed: JSONValue = ["open": false]
    private static let contribution: JSONValue = ["pay": false, "verified": false]
}
