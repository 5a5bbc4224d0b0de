namespace Bulletin.Bench.Systems;

internal static class SigningKeys
{
    /// <summary>Writes the public keys of a running product to a file, for a baseline that validates the same tokens.</summary>
    public static async Task<string> Of(Product product)
    {
        using HttpClient http = new() { BaseAddress = product.Url };
        var file = Path.Combine(product.Folder, "jwks.json");
        await File.WriteAllTextAsync(file, await http.GetStringAsync(new Uri("/.well-known/jwks.json", UriKind.Relative)));
        return file;
    }
}
