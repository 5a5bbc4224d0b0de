using System.Text.Json;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Upgrades;

/// <summary>A database that version 0.1.0 has written opens and goes on.</summary>
public abstract partial class FirstVersionContract(Engine engine, FirstVersion first, Shared shared) : SystemTest(shared)
{
    private readonly JsonElement _before = FirstVersion.Answers(engine);

    private Guid Topic(string name) => _before.GetProperty("topicIds").Id(name);

    private IReadOnlyList<ChatMessage> MessagesBefore(Guid topic) => _before.GetProperty("messages").Messages($"{topic}");

    private async Task<BulletinServer> Server() => Watch(await first.Server(engine));

    private async Task<Person> Reader() => Own(await Person.LoggedIn((await Server()).Url, "zoe"));
}

public sealed class FirstVersionOnSqlite(FirstVersion first, Shared shared)
    : FirstVersionContract(Engine.Sqlite, first, shared), IClassFixture<FirstVersion>;

public sealed class FirstVersionOnPostgres(FirstVersion first, Shared shared)
    : FirstVersionContract(Engine.Postgres, first, shared), IClassFixture<FirstVersion>;
