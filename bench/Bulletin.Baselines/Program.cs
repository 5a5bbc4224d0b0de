using Bulletin.Baselines;

// Bulletin.Baselines WHAT --urls … [--Postgres …] [--Sqlite FILE]: the least that could be called doing the same.
if (args is ["sqlite-shapes"])
{
    // Nothing to call: it measures by itself and ends.
    SqliteShapes.Measure();
    return;
}

// Its own files, not the folder it is started in: what the builder watches for changes of its settings is everything below.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
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
