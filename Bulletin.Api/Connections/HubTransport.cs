using System.IO.Pipelines;
using Bulletin.Api.Limits;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Bulletin.Api.Connections;

/// <summary>The transport of a hub connection. Throttles its input, and releases the memory reserved for large responses.</summary>
internal sealed class HubTransport(IDuplexPipe inner, Limit kilobytes, Guid userId) : IDuplexPipe
{
    public PipeReader Input { get; } = new ThrottledInput(inner.Input, kilobytes, userId.ToString());

    public PipeWriter Output { get; } = new LeasedOutput(inner.Output);

    /// <summary>Wraps the connection's own transport before SignalR reads from it or writes to it.</summary>
    public static void Around(IFeatureCollection connection, Limit kilobytes, Guid userId)
    {
        if (connection.Get<IConnectionTransportFeature>() is { } feature) feature.Transport = new HubTransport(feature.Transport, kilobytes, userId);
    }
}
