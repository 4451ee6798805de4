<?php
// Asks a service with HHS's own PHP SDK for all that it can read, and prints what the SDK made of each answer.
//
//     php syndication.php SDK ADDRESS ID TAG CAMPAIGN
//
// SDK: the folder `src` of a checkout of HHSDigitalMediaAPIPlatform/SyndicationSDK_PHP. It was written for PHP 5; offsets
// in braces, which PHP 8 refuses, are written in brackets in a copy of it.
error_reporting(E_ALL & ~E_DEPRECATED & ~E_NOTICE & ~E_WARNING);
[, $sdk, $address, $id, $tag, $campaign] = $argv;
$copy = sys_get_temp_dir() . '/syndication-sdk-' . getmypid();
mkdir($copy);
foreach (glob("$sdk/*.php") as $file) {
    file_put_contents($copy . '/' . basename($file), str_replace('{0}', '[0]', file_get_contents($file)));
}
require "$copy/Syndication.class.php";
array_map('unlink', glob("$copy/*"));
rmdir($copy);

$client = new Syndication([
    'syndication_base' => $address,
    'syndication_url' => "$address/api/v2",
    'cms_manager_url' => $address,
    'key_public' => 'public',
    'key_private' => 'private',
    'key_secret' => 'secret',
]);
$calls = [
    'getMediaTypes' => [],
    'getSources' => [[]],
    'getSourceById' => [1],
    'getCampaigns' => [['sort' => '-name', 'max' => 2]],
    'getCampaignById' => [$campaign],
    'getLanguages' => [[]],
    'getLanguageById' => [2],
    'getTags' => [['nameContains' => 'sleep']],
    'getTagTypes' => [],
    'getTagById' => [$tag],
    'getRelatedTagsById' => [$tag],
    'getMedia' => [['languageIsoCode' => 'spa', 'sort' => 'name']],
    'searchResources' => ['sleep'],
    'searchMedia' => ['sleep'],
    'getMediaById' => [$id],
    'getMediaByTagId' => [$tag],
    'getMediaByCampaignId' => [$campaign],
    'getRelatedMediaById' => [$id],
    'getMostPopularMedia' => [['max' => 3]],
    'getMediaContentById' => [$id],
    'getMediaPreviewById' => [$id],
    'getMediaThumbnailById' => [$id],
    'getMediaEmbedById' => [$id, ['flavor' => 'iframe']],
    'getMediaSyndicateById' => [$id, ['stripImages' => 1], 'json'],
    'getMediaHtmlById' => [$id],
    'getMediaYoutubeMetaDataById' => [$id],
    'getMediaAlternateImagesById' => [$id],
    'getMediaRatingsById' => [$id],
    'testCredentials' => [],
];
$made = ['getServerApiVersion' => $client->getServerApiVersion()];
foreach ($calls as $name => $arguments) {
    $made[$name] = $client->$name(...$arguments);
}
// The SDK rewrites an order that is given with a field, and drops the first letter of the field.
$made['sortedAndOrdered'] = $client->getMedia(['sort' => 'name', 'order' => 'desc', 'max' => 3]);
$made['missing'] = $client->getMediaById(7);
foreach ($made as $name => $response) {
    if (is_object($response)) {
        unset($response->raw);
        if ($response->format == 'image') {
            $response->results = base64_encode($response->results);
        }
    }
}
echo json_encode($made, JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE);
