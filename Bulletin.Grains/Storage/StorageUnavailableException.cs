namespace Bulletin.Grains.Storage;

/// <summary>
/// The database is away, hangs or refuses. What was asked may or may not have been done: read before writing again.
/// Every driver exception leaves the storage layer as this one, so that callers need not know the engine.
/// </summary>
[GenerateSerializer, Alias("bulletin.storage-unavailable")]
public sealed class StorageUnavailableException : Exception
{
    public StorageUnavailableException() { }
    public StorageUnavailableException(string message) : base(message) { }
    public StorageUnavailableException(string message, Exception inner) : base(message, inner) { }
}
