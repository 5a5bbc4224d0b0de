namespace Bulletin.SystemTests.Access;

/// <summary>A call that concerns no topic and no office.</summary>
/// <param name="Call">The method and path, or <c>hub</c> and the method there; in brackets what tells it from other calls.</param>
/// <param name="Cells">For a stranger, somebody who is signed in, and somebody who was until they were suspended.</param>
internal sealed record Other(string Call, string Cells, object? Body = null)
{
    private string[] Cut => Cells.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public string Stranger => Cut[0];
    public string SignedIn => Cut[1];
    public string Suspended => Cut[2];
}
