using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Hosting;

/// <summary>
/// Stands where a silo would listen for others. Whoever connects to a silo speaks for anybody, so one that is alone listens to nobody:
/// its own calls need no connection.
/// </summary>
internal sealed class ClosedDoor : IConnectionListenerFactory
{
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(new Closed(endpoint));

    private sealed class Closed(EndPoint endpoint) : IConnectionListener
    {
        private readonly TaskCompletionSource<ConnectionContext?> nobody = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public EndPoint EndPoint => endpoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => await nobody.Task.WaitAsync(cancellationToken);

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            nobody.TrySetResult(null);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => UnbindAsync();
    }
}

internal static class ClosedDoors
{
    /// <summary>Orleans has a listener for silos and one for gateways, each under a key of its own.</summary>
    public static ISiloBuilder ListenToNobody(this ISiloBuilder silo)
    {
        var listeners = silo.Services.Where(service => service.IsKeyedService && service.ServiceType == typeof(IConnectionListenerFactory)).ToArray();
        foreach (var listener in listeners)
        {
            silo.Services.Remove(listener);
            silo.Services.AddKeyedSingleton<IConnectionListenerFactory, ClosedDoor>(listener.ServiceKey);
        }
        return silo;
    }
}
