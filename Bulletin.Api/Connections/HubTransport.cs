using System.IO.Pipelines;
using Bulletin.Api.Limits;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Bulletin.Api.Connections;

/// <summary>The transport of a hub connection: its input is throttled, and its output gives back the room of large answers.</summary>
internal sealed class HubTransport(IDuplexPipe inner, Limit kilobytes, Guid userId) : IDuplexPipe
{
    public PipeReader Input { get; } = new ThrottledInput(inner.Input, kilobytes, userId.ToString());

    public PipeWriter Output { get; } = new LeasedOutput(inner.Output);

    /// <summary>Puts one around the connection's own, before SignalR reads from it or writes to it.</summary>
    public static void Around(IFeatureCollection connection, Limit kilobytes, Guid userId)
    {
        if (connection.Get<IConnectionTransportFeature>() is { } feature) feature.Transport = new HubTransport(feature.Transport, kilobytes, userId);
    }
}
