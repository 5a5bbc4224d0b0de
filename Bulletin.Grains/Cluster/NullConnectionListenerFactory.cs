using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Cluster;

/// <summary>
/// Creates listeners that open no port and accept no connections. A connection to a silo can impersonate any user, so a
/// single-silo cluster does not listen at all: its own calls need no connection.
/// </summary>
internal sealed class NullConnectionListenerFactory : IConnectionListenerFactory
{
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(new NullConnectionListener(endpoint));

    private sealed class NullConnectionListener(EndPoint endpoint) : IConnectionListener
    {
        private readonly TaskCompletionSource<ConnectionContext?> unbound = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public EndPoint EndPoint => endpoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => await unbound.Task.WaitAsync(cancellationToken);

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            unbound.TrySetResult(null);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => UnbindAsync();
    }
}

internal static class NullConnectionListeners
{
    /// <summary>Orleans has one listener for silos and one for gateways, each with its own key.</summary>
    public static ISiloBuilder DisableConnectionListeners(this ISiloBuilder silo)
    {
        var listeners = silo.Services.Where(service => service.IsKeyedService && service.ServiceType == typeof(IConnectionListenerFactory)).ToArray();
        foreach (var listener in listeners)
        {
            silo.Services.Remove(listener);
            silo.Services.AddKeyedSingleton<IConnectionListenerFactory, NullConnectionListenerFactory>(listener.ServiceKey);
        }
        return silo;
    }
}
