namespace Bulletin.Grains.Cluster.Status;

/// <summary>What a process says of itself, every few seconds.</summary>
/// <param name="Name">Its host name and process id, which tell processes apart.</param>
/// <param name="Version">Of the program.</param>
/// <param name="Silo">Null for a gateway without a silo.</param>
/// <param name="Gateway">Null for a silo without a gateway.</param>
[GenerateSerializer, Immutable, Alias("bulletin.process-report")]
public sealed record ProcessReport(
    [property: Id(0)] string Name,
    [property: Id(1)] string Version,
    [property: Id(2)] DateTimeOffset StartedAt,
    [property: Id(3)] SiloReport? Silo,
    [property: Id(4)] GatewayReport? Gateway);

/// <param name="Address">As Orleans names the silo.</param>
/// <param name="Topics">Topics in memory.</param>
/// <param name="Waiting">Changes that wait for a commit, of all topics.</param>
/// <param name="Busiest">The topics with the most changes in the last minute, at most <see cref="MostTopics"/>.</param>
[GenerateSerializer, Immutable, Alias("bulletin.silo-report")]
public sealed record SiloReport(
    [property: Id(0)] string Address,
    [property: Id(1)] int Topics,
    [property: Id(2)] int Waiting,
    [property: Id(3)] IReadOnlyList<BusyTopic> Busiest)
{
    public const int MostTopics = 10;
}

/// <param name="ChangesPerMinute">Posts, edits and deletions in the last minute.</param>
/// <param name="Waiting">Its changes that wait for a commit.</param>
[GenerateSerializer, Immutable, Alias("bulletin.busy-topic")]
public sealed record BusyTopic(
    [property: Id(0)] Guid TopicId,
    [property: Id(1)] string Name,
    [property: Id(2)] Topics.Members.Access Access,
    [property: Id(3)] int ChangesPerMinute,
    [property: Id(4)] int Waiting);

/// <param name="Connections">Open hub connections.</param>
/// <param name="Waiting">Events that wait for clients to read them.</param>
/// <param name="DeliveryP50">From the creation of a message until it is passed to this gateway's connections, in the last minute; null if there was none.</param>
[GenerateSerializer, Immutable, Alias("bulletin.gateway-report")]
public sealed record GatewayReport(
    [property: Id(0)] int Connections,
    [property: Id(1)] int Waiting,
    [property: Id(2)] TimeSpan? DeliveryP50,
    [property: Id(3)] TimeSpan? DeliveryP99);
