using Bulletin.Baselines;

// Bulletin.Baselines WHAT --urls … [--Postgres …] [--Sqlite FILE]: the least that could be called doing the same.
if (args is ["sqlite-shapes"])
{
    // Nothing to call: it measures by itself and ends.
    SqliteShapes.Measure();
    return;
}

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
Action<WebApplication> map = args[0] switch
{
    "kestrel" => _ => { },
    "jwt" => Jwt.Add(builder),
    "insert" => Inserts.Add(builder),
    "insert-sqlite" => SqliteInserts.Add(builder),
    "group" => GroupCommit.Add(builder),
    "bytes" => Bytes.Map,
    "latest" => LatestBySql.Add(builder),
    "signalr" => Broadcast.Add(builder),
    "hash" => Hashing.Map,
    "proxy" => Proxy.Add(builder),
    var other => throw new ArgumentException($"There is no baseline '{other}'."),
};

var app = builder.Build();
app.MapGet("/health/ready", () => "ready");
map(app);
app.Run();
