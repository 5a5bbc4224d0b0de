using Bulletin.Baselines;

// Bulletin.Baselines WHAT --urls … [--Postgres …] [--Sqlite FILE]: minimal implementations of what Bulletin does.
if (args is ["sqlite-shapes"])
{
    // Has no endpoint: it measures by itself and exits.
    SqliteShapes.Measure();
    return;
}

// The program's own folder, not the working directory: the host watches everything below it for changed settings.
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
