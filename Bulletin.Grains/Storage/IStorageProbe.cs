namespace Bulletin.Grains.Storage;

/// <summary>Whether storage answers right now.</summary>
internal interface IStorageProbe
{
    /// <exception cref="StorageUnavailableException">It does not.</exception>
    Task Check(CancellationToken cancellationToken);
}
