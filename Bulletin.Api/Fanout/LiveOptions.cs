using System.ComponentModel.DataAnnotations;

namespace Bulletin.Api.Fanout;

/// <summary>The bounds of live connections, section <c>Live</c>.</summary>
public sealed class LiveOptions
{
    /// <summary>How many messages may wait for one connection before it is dropped.</summary>
    [Range(16, 65_536)]
    public int OutboxMessages { get; set; } = 512;

    /// <summary>How many bytes may wait for one connection before it is dropped.</summary>
    [Range(65_536, 64 * 1024 * 1024)]
    public int OutboxBytes { get; set; } = 1024 * 1024;

    /// <summary>How many connections one user may hold on this gateway.</summary>
    [Range(1, 1_000_000)]
    public int ConnectionsPerUser { get; set; } = 100;

    /// <summary>How many topics one connection may have joined.</summary>
    [Range(1, 10_000)]
    public int TopicsPerConnection { get; set; } = 200;

    /// <summary>How often the sessions behind open connections are looked at, in seconds. A session that was checked lately costs nothing.</summary>
    [Range(1, 300)]
    public int SessionCheckSeconds { get; set; } = 1;

    /// <summary>How long a gateway that is told to stop goes on as if nothing were, but for its readiness.</summary>
    [Range(0, 60)]
    public int LeaveSeconds { get; set; }
}
