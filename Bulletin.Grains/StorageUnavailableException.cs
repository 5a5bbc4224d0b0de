namespace Bulletin.Grains;

/// <summary>
/// The database is away, hangs or refuses. What was asked may or may not have been done: read before writing again.
/// Every driver exception leaves the storage layer as this one, so that callers need not know the engine.
/// </summary>
[GenerateSerializer, Alias("bulletin.storage-unavailable")]
public sealed class StorageUnavailableException : Exception
{
    public StorageUnavailableException() { }
    public StorageUnavailableException(string message) : base(message) { }

    /// <param name="cause">What the driver raised. It is told in the message and not kept: this exception crosses to gateways
    /// that have no driver, and could not read it.</param>
    public StorageUnavailableException(string message, Exception cause) : base(Tell(message, cause)) { }

    private static string Tell(string message, Exception cause) =>
        message.Contains(cause.Message, StringComparison.Ordinal) ? message : $"{message} ({cause.GetType().Name}: {cause.Message})";
}
