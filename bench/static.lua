-- Requests one static JSON route.
dofile("bench/report.lua")

function request()
    return wrk.format("GET", "/healthz")
end
