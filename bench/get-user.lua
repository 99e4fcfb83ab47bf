-- Requests one user after the other, names drawn at random. Arguments: the number of users.
dofile("bench/report.lua")

local users = 100000

function init(args)
    users = tonumber(args[1]) or users
    math.randomseed(os.time())
end

function request()
    return wrk.format("GET", "/v1/users/user" .. math.random(0, users - 1))
end
