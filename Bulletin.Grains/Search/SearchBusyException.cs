namespace Bulletin.Grains.Search;

/// <summary>A search took too long, or too many run already. A gateway answers 503 with <c>Retry-After</c>.</summary>
[GenerateSerializer, Alias("bulletin.search-busy")]
public sealed class SearchBusyException() : Exception("Search is busy. Try again later.");
