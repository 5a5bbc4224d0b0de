using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Storage;

/// <summary>Tells an operator how to create the first admin.</summary>
public static class AdminNotice
{
    /// <summary>Says so if there is no admin. Runs beside the start of a server, and never makes it fail.</summary>
    /// <param name="command">What the operator runs to create one.</param>
    /// <param name="say">Prints a line.</param>
    public static async Task SayIfThereIsNone(IServiceProvider services, string command, Action<string> say, CancellationToken cancellationToken = default)
    {
        try
        {
            if (await StaffCommands.ListAdmins(services, cancellationToken) is [])
                say($"There is no admin yet in {services.GetRequiredService<StorageOptions>().Place}. Create one with: {command}");
        }
        catch (Exception unknown) when (unknown is StorageUnavailableException or OperationCanceledException or ObjectDisposedException)
        {
            // Storage reports its own failures, and a server that is stopping needs no admin.
        }
    }
}
